/**
 * Owns the companion of a package that is being installed: one that was built elsewhere where it fits, else it is built. A
 * working copy, and npm_config_build_from_source=true, always build.
 */
const { spawnSync } = require('node:child_process');
const { copyFileSync, existsSync, mkdirSync } = require('node:fs');
const path = require('node:path');
const { prebuiltFile } = require('./prebuilt.cjs');

const ROOT = path.join(__dirname, '../..');
const BUILT = path.join(ROOT, 'build/Release/companion.node');

const isWorkingCopy = existsSync(path.join(ROOT, 'src'));
const mustBuild = isWorkingCopy || process.env.npm_config_build_from_source === 'true';

if (mustBuild || !usePrebuilt()) process.exitCode = build();

function usePrebuilt() {
  const file = prebuiltFile();
  if (!existsSync(file)) return false;
  const { status, stderr } = spawnSync(process.execPath, ['-e', 'require(process.argv[1])', file], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(`${file} does not load here, so it is built anew:\n${stderr}`);
    return false;
  }
  mkdirSync(path.dirname(BUILT), { recursive: true });
  copyFileSync(file, BUILT);
  return true;
}

function build() {
  const { status, error } = spawnSync('node-gyp', ['rebuild'], { cwd: ROOT, stdio: 'inherit' });
  if (error !== undefined) process.stderr.write(`node-gyp cannot be run: ${error.message}\n`);
  return status ?? 1;
}
