/** Stands for a module that is never used. It can be called because `debug` makes its log when it is loaded. */
module.exports = () => () => {};
