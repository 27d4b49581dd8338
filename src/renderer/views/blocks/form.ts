/** How a block is reached: from a process on the developer's machine, or from a container of the stack. */
export type Form = 'host' | 'inside';
