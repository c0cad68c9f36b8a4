// The classes of WebGPU that a Workers isolate names. There is no GPU behind an isolate of partyrs: making one throws
// and says what has it. `navigator.gpu`, by which libraries look for WebGPU, is undefined.

function unavailable(name) {
  const Class = {
    [name]: class {
      constructor() {
        throw new TypeError(`${name}: rooms have no WebGPU; \`--runtime workerd\` has it`);
      }
    },
  };
  return Class[name];
}

export const GPUAdapter = unavailable("GPUAdapter");
export const GPUBufferUsage = unavailable("GPUBufferUsage");
export const GPUColorWrite = unavailable("GPUColorWrite");
export const GPUDeviceLostInfo = unavailable("GPUDeviceLostInfo");
export const GPUInternalError = unavailable("GPUInternalError");
export const GPUMapMode = unavailable("GPUMapMode");
export const GPUOutOfMemoryError = unavailable("GPUOutOfMemoryError");
export const GPUShaderStage = unavailable("GPUShaderStage");
export const GPUTextureUsage = unavailable("GPUTextureUsage");
export const GPUValidationError = unavailable("GPUValidationError");
