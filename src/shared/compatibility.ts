/**
 * The contract's version. A page and a core that differ in it do not understand each other: raise it with every change
 * that an older page could misread.
 */
export const compatibility = 1;
