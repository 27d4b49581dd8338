export * from './compatibility.ts';
export * from './difference.ts';
export * from './errors.ts';
export * from './exit-codes.ts';
export * from './plan.ts';
export * from './task.ts';
