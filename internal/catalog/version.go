package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"sync"
)

// tables is every embedded table of the package; a new one is added here.
func tables() []string {
	return []string{
		companyTable, caliberTable, modelTable, firearmTypeAlsoTable,
		countryTable, municipioTable, boxTable, alsoTable,
		usStateTable, countyTable, zipTable, agencyTable,
	}
}

// Version is 12 hex digits that change with any text of any table. It is kept
// with a record, so that years later it can be told which catalogue the record
// was checked against.
func Version() string { return version() }

var version = sync.OnceValue(func() string { return versionOf(tables()) })

// versionOf hashes each table with its length before it, so that a line moved
// from one table to the next counts as a change.
func versionOf(tables []string) string {
	sum := sha256.New()
	for _, table := range tables {
		sum.Write([]byte(strconv.Itoa(len(table)) + "\n" + table))
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}
