// Builds what static/ serves: one style sheet, one script, and only the fonts
// and pictures they and the templates name. Names carry a hash of the content;
// manifest.json maps logical names to them; .br and .gz lie beside each text.
// The same sources give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const web = dirname(fileURLToPath(import.meta.url));
const out = process.env.RASTREO_DIST || join(web, "..", "static", "dist");
const uswds = join(web, "node_modules", "@uswds", "uswds");
const target = ["chrome109", "firefox102", "safari15.4"];

const manifest = {};
const sizes = [];

function hashed(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const ext = extname(name);
  return `${basename(name, ext)}-${hash}${ext}`;
}

function put(name, bytes) {
  writeFileSync(join(out, name), bytes);
  if (extname(name) === ".woff2") return;
  const gz = gzipSync(bytes, { level: 9 });
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  writeFileSync(join(out, `${name}.gz`), gz);
  writeFileSync(join(out, `${name}.br`), br);
  sizes.push([name, bytes.length, gz.length, br.length]);
}

function publish(name, bytes) {
  if (manifest[name]) return manifest[name];
  manifest[name] = hashed(name, bytes);
  put(manifest[name], bytes);
  return manifest[name];
}

// A file that the style sheet names is published and its address rewritten.
const named = {
  name: "named-files",
  setup(build) {
    build.onResolve({ filter: /\.(woff2|svg|png)$/ }, (args) => {
      const path = join(args.resolveDir, args.path);
      return { path: publish(basename(path), readFileSync(path)), external: true };
    });
  },
};

async function styles() {
  const css = sass.compile(join(web, "assets", "site.scss"), {
    loadPaths: [join(uswds, "packages")],
    quietDeps: true,
    silenceDeprecations: ["import"],
  }).css;
  const result = await esbuild.build({
    stdin: { contents: css, loader: "css", resolveDir: join(uswds, "dist", "css") },
    bundle: true, minify: true, write: false, outdir: out, target, legalComments: "none", plugins: [named],
  });
  publish("site.css", Buffer.from(result.outputFiles[0].contents));
}

async function scripts() {
  const result = await esbuild.build({
    entryPoints: [join(web, "assets", "site.js")],
    bundle: true, minify: true, write: false, outdir: out, target, format: "iife", legalComments: "none",
  });
  publish("site.js", Buffer.from(result.outputFiles[0].contents));
}

function pictures() {
  const dir = join(web, "assets");
  for (const name of readdirSync(dir).filter((n) => n.endsWith(".svg")).sort()) publish(name, readFileSync(join(dir, name)));
}

function notice() {
  const own = readFileSync(join(web, "NOTICE.txt"), "utf8");
  const theirs = readFileSync(join(uswds, "LICENSE.md"), "utf8");
  put("NOTICE.txt", Buffer.from(`${own}\n${theirs}`));
  manifest["NOTICE.txt"] = "NOTICE.txt";
}

mkdirSync(out, { recursive: true });
for (const name of readdirSync(out)) if (name !== ".gitkeep") rmSync(join(out, name), { recursive: true });
await styles();
await scripts();
pictures();
notice();
const sorted = Object.fromEntries(Object.keys(manifest).sort().map((k) => [k, manifest[k]]));
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
for (const [name, raw, gz, br] of sizes) console.log(`${name} ${raw} B, gz ${gz}, br ${br}`);
