/**
 * ε under the root of layer normalisation (Ba et al. 2016, eq. 4 as torch.nn.LayerNorm has it): (x − mean) /
 * √(variance + ε). Kernels and Python programs write it in their own language; a test compares them.
 */
export const normEpsilon = 1e-5;
