package firearm

import (
	"slices"
	"strings"
	"time"
)

// Check says what would make the trace of a firearm fail, the worst first.
// today is the day where the submitter is. It does no input or output and
// never refuses anything.
func Check(d Description, today time.Time) Report {
	s := look(d, today)
	var all []Advice
	for _, rule := range rules {
		all = append(all, rule(s)...)
	}
	return Report{Listed: s.listed()}.With(quiet(all)...)
}

// rules is every rule there is. None depends on another; what they would say
// twice is silenced afterwards.
var rules = []func(*sight) []Advice{
	typeMissing, notAFirearm, replica, privatelyMade, typeAsMade, nfaType, typeOfModel, alteredCaliber, alteredRebuilt,
	manufacturerMissing, makerIsImporter, makerIsModel, makerIsType, makerIsCaliber, makerIsCountry, makerAndModel, armyMaker, mexicanMaker, notListedManufacturer,
	importerMissing, importerFromMaker, importerInMarks, importerIsMaker, importerOfDomestic, notListedImporter,
	modelMissing, modelIsSerial, modelIsCaliber, modelIsMaker, modelIsType, modelOfOtherMaker, notListedModel,
	caliberMissing, caliberIsModel, caliberOfModel, caliberAmbiguous, caliberMark, notListedCaliber,
	countryMissing, makerCountry, countryMark, madeBefore1969, modelBefore1969, yearOfModel,
	serialMissing, serialWords, serialIsPatent, serialIsModel, serialIsCaliber, serialIsMaker, serialIsMark, serialIsDate,
	serialLabel, serialShort, serialRepeated, serialSequence, serialPartial, serialDoubtful, serialGlockUS, serialForm,
	serialLocation, serialMissingCount, serialRestoration,
	usGovernmentMark, mexicanGovernmentMark, restrictedMark, exportMark, militaryMark,
	dateMissing, dateFuture, dateOld, dateBeforeMade, entidadMissing,
}

// quiet drops the advice that another one silences.
func quiet(all []Advice) []Advice {
	var silent []string
	for _, a := range all {
		silent = append(silent, silences[a.Code]...)
	}
	return slices.DeleteFunc(all, func(a Advice) bool { return slices.Contains(silent, a.Code) })
}

// advise makes one advice; params are names and values by turns. What to look
// at follows from the field.
func advise(code string, severity Severity, field string, params ...string) []Advice {
	a := Advice{Code: code, Severity: severity, Field: field, Look: lookAt[field]}
	if strings.HasPrefix(field, "serial.") {
		a.Look = LookSerial
	}
	for i := 0; i+1 < len(params); i += 2 {
		if a.Params == nil {
			a.Params = make(map[string]string, len(params)/2)
		}
		a.Params[params[i]] = params[i+1]
	}
	return []Advice{a}
}

// looking names another mark to look at.
func looking(look string, advice []Advice) []Advice {
	for i := range advice {
		advice[i].Look = look
	}
	return advice
}

// lookAt is the mark that settles each field.
var lookAt = map[string]string{
	"manufacturer": "manufacturer", "importer": "importer", "model": "model", "caliber": "caliber", "country": "country",
	"year": "year", "markings": "other",
}
