#!/usr/bin/env node
declare const __BLOCKYARD_VERSION__: string;
console.log(__BLOCKYARD_VERSION__);
