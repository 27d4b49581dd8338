declare const __BLOCKYARD_VERSION__: string;
