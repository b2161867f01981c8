package login

import "strings"

// Browsers and Systems are what sessions are told apart by, as codes.
var (
	Browsers = []string{"edge", "opera", "firefox", "chrome", "safari", "browser"}
	Systems  = []string{"android", "ios", "windows", "macos", "linux", "system"}
)

// signs are what browsers call themselves, in the order of their codes: each
// also bears the names of those after it.
var (
	browserSigns = []string{"Edg", "OPR/", "Firefox/", "Chrome/", "Safari/"}
	systemSigns  = []string{"Android", "iPhone", "Windows", "Mac OS X", "Linux"}
)

// agentOf is a browser and its system as codes with a space between, and
// nothing more: the rest of what a browser says of itself is not kept.
func agentOf(userAgent string) string {
	userAgent = strings.ReplaceAll(userAgent, "iPad", "iPhone")
	return sign(userAgent, browserSigns, Browsers) + " " + sign(userAgent, systemSigns, Systems)
}

func sign(text string, signs, codes []string) string {
	for i, s := range signs {
		if strings.Contains(text, s) {
			return codes[i]
		}
	}
	return codes[len(signs)]
}

func splitAgent(agent string) (browser, system string) {
	browser, system, _ = strings.Cut(agent, " ")
	return browser, system
}
