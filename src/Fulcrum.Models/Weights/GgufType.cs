namespace Fulcrum.Models.Weights;

/// <summary>How a GGUF file stores a tensor's numbers (ggml's type ids), for the types that Fulcrum reads.</summary>
internal enum GgufType : uint
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q8_0 = 8,
    BF16 = 30,
}
