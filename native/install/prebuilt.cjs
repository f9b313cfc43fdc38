/** Owns where a companion lies that was built elsewhere, for this platform, processor and C library. */
const path = require('node:path');

/** A companion in prebuilds/, there or not. One serves all versions of Node: it is written against Node-API. */
function prebuiltFile() {
  return path.join(__dirname, '../../prebuilds', `${process.platform}-${process.arch}${cLibrary()}`, 'companion.node');
}

function cLibrary() {
  if (process.platform !== 'linux') return '';
  // Nobody's name is to be looked up for it.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? '-musl' : '';
}

module.exports = { prebuiltFile };
