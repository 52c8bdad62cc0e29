using System.Text.Json.Serialization;

namespace Fulcrum.Models.Quantization;

/// <summary>How a loaded model keeps the weights of its linear layers. All arithmetic is float32.</summary>
public enum WeightPrecision
{
    /// <summary>Four bytes a weight; equal to the file, and trainable.</summary>
    [JsonStringEnumMemberName("fp32")]
    Full,

    /// <summary>
    /// One byte a weight and a scale per row, everywhere. A quarter of the memory, and three times as quick as
    /// floats at writing text: one row at a time waits for memory.
    /// </summary>
    [JsonStringEnumMemberName("int8")]
    EightBit,

    /// <summary>
    /// NF4 with double quantization, 4.13 bits a weight, in the layers; embedding and head as with <see cref="EightBit"/>. The
    /// quickest at writing one text, given AVX-512.
    /// </summary>
    [JsonStringEnumMemberName("nf4")]
    NF4,
}
