namespace Fulcrum.Models.Gguf;

/// <summary>One tensor of a GGUF header.</summary>
/// <param name="Name">llama.cpp's name, e.g. <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Outermost dimension first (a GGUF file has them the other way round).</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
internal sealed record GgufTensor(string Name, GgufType Type, IReadOnlyList<long> Shape, long Offset);
