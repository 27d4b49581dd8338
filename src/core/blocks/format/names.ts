/** Of the stack file, the best first. Apart from its schema, because looking for it must cost nothing. */
export const stackFileNames: readonly string[] = ['blockyard.yaml', 'blockyard.yml'];
