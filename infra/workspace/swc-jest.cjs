/** The build's own swc settings, without its exclusion of specs: tests run the same code that ships. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const {
  exclude: _specs,
  $schema: _schema,
  ...settings
} = JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8'));
module.exports = { ...settings, swcrc: false };
