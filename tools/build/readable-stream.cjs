/** Node's own streams instead of the package that copies them for old versions. */
module.exports = require('node:stream');
