// Measures what a browser fetches before a page can be used: its entry with
// everything that imports at once, compressed. Fails above the limits.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

/** The most that each page may take: the workspace, and what people from outside get. */
export const LIMITS = { "index.html": 150 * 1024, "visit.html": 90 * 1024 };

/** The files of a page's entry and of its static imports, from Vite's manifest. */
export function initialFiles(manifest, page) {
  const files = new Set();
  const visit = (name) => {
    const chunk = manifest[name];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  visit(page);
  return [...files].filter((file) => file.endsWith(".js"));
}

/** The compressed size of each file, in bytes. */
export function sizesOf(files, read) {
  return files.map((file) => ({ file, bytes: gzipSync(read(file), { level: 9 }).length }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = process.argv[2] ?? "dist";
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
  const read = (file) => readFileSync(join(dist, file));
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  const first = new Set();
  let isOver = false;
  for (const [page, limit] of Object.entries(LIMITS)) {
    let total = 0;
    for (const { file, bytes } of sizesOf(initialFiles(manifest, page), read)) {
      first.add(file);
      total += bytes;
      console.log(`first  ${kilobytes(bytes).padStart(9)}  ${file}`);
    }
    console.log(`first load of ${page}: ${kilobytes(total)} of at most ${kilobytes(limit)}`);
    isOver ||= total > limit;
  }
  const later = Object.values(manifest).map((chunk) => chunk.file).filter((file) => file.endsWith(".js") && !first.has(file));
  for (const { file, bytes } of sizesOf([...new Set(later)], read)) console.log(`later  ${kilobytes(bytes).padStart(9)}  ${file}`);
  if (isOver) process.exit(1);
}
