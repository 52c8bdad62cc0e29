namespace Fulcrum.Models.Gguf;

/// <summary>How a GGUF file is written; the values are ggml's type ids.</summary>
public enum GgufPrecision
{
    /// <summary>IEEE 754 single precision.</summary>
    F32 = 0,

    /// <summary>IEEE 754 half precision, rounded to the nearest.</summary>
    F16 = 1,

    /// <summary>ggml's Q8_0: 8 bits with a half-precision scale per 32 numbers.</summary>
    Q8 = 8,
}
