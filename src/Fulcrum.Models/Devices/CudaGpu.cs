namespace Fulcrum.Models.Devices;

/// <summary>A GPU.</summary>
/// <param name="Name">Of the product, e.g. <c>NVIDIA H200</c>.</param>
/// <param name="Capability">Its compute capability, e.g. 9.0; null where the driver does not tell.</param>
internal sealed record CudaGpu(string Name, Version? Capability);
