// Measures what a browser fetches before the conversation can be used: the
// page's entry with everything it imports at once, compressed. Fails above the limit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

export const LIMIT = 150 * 1024;

/** The files of the entry and of its static imports, from Vite's manifest. */
export function initialFiles(manifest) {
  const files = new Set();
  const visit = (name) => {
    const chunk = manifest[name];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(name);
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
  const initial = initialFiles(manifest);
  const later = Object.values(manifest).map((chunk) => chunk.file).filter((file) => file.endsWith(".js") && !initial.includes(file));
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  let total = 0;
  for (const { file, bytes } of sizesOf(initial, read)) {
    total += bytes;
    console.log(`first  ${kilobytes(bytes).padStart(9)}  ${file}`);
  }
  for (const { file, bytes } of sizesOf([...new Set(later)], read)) console.log(`later  ${kilobytes(bytes).padStart(9)}  ${file}`);
  console.log(`first load: ${kilobytes(total)} of at most ${kilobytes(LIMIT)}`);
  if (total > LIMIT) process.exit(1);
}
