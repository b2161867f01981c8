// Everything works without this file; it adds comfort. It writes text and
// attributes only, so that a page may require Trusted Types.
import { autosave } from "./autosave.js";
import { counts } from "./count.js";
import { narrows } from "./narrow.js";
import { reveals } from "./reveal.js";
import { copies, menus, prints, submits, summary } from "./comfort.js";

document.documentElement.classList.add("js");
submits();
reveals();
narrows();
counts();
copies();
prints();
menus();
autosave();
summary();
