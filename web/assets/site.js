// Everything works without this file; it adds comfort. It writes text and
// attributes only, so that a page may require Trusted Types.
import { autosave } from "./autosave.js";
import { counts } from "./count.js";
import { narrows } from "./narrow.js";
import { reveals } from "./reveal.js";
import { ends } from "./session.js";
import { shortcuts } from "./shortcut.js";
import { shows } from "./show.js";
import { searches } from "./search.js";
import { suggests } from "./suggest.js";
import { advises } from "./live.js";
import { lines } from "./line.js";
import { passkeys } from "./passkey.js";
import { presences } from "./presence.js";
import { postals } from "./postal.js";
import { copies, menus, opens, prints, submits, summary } from "./comfort.js";

document.documentElement.classList.add("js");
submits();
reveals();
narrows();
searches();
suggests();
opens();
advises();
lines();
postals();
passkeys();
presences();
counts();
copies();
prints();
menus();
autosave();
summary();
shows();
shortcuts();
ends();
