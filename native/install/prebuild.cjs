/** Owns `npm run prebuild`: builds the companion and puts it where `npm pack` finds it, for this platform, processor and C library. */
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');
const { prebuiltFile } = require('./prebuilt.cjs');

const ROOT = path.join(__dirname, '../..');

const { status, error } = spawnSync('node-gyp', ['rebuild'], { cwd: ROOT, stdio: 'inherit' });
if (status === 0) {
  const file = prebuiltFile();
  mkdirSync(path.dirname(file), { recursive: true });
  copyFileSync(path.join(ROOT, 'build/Release/companion.node'), file);
  process.stdout.write(`${path.relative(ROOT, file)}\n`);
} else {
  process.stderr.write(`The companion could not be built${error === undefined ? '' : `: ${error.message}`}\n`);
  process.exitCode = 1;
}
