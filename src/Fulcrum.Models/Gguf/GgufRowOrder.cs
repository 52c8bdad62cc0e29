namespace Fulcrum.Models.Gguf;

/// <summary>Which tensors llama.cpp has in another order of rows than Hugging Face.</summary>
internal static class GgufRowOrder
{
    /// <summary>Maps Hugging Face's row to llama.cpp's; null where the order is the same.</summary>
    /// <param name="architecture">llama.cpp's name.</param>
    /// <param name="name">Hugging Face's name of the tensor.</param>
    /// <param name="rows">Of the tensor.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="keyHeads">Key heads.</param>
    /// <exception cref="ArgumentException">The rows cannot be divided into these heads.</exception>
    public static Func<long, long>? Of(object? architecture, string name, long rows, long heads, long keyHeads)
    {
        switch (architecture)
        {
            case "llama" when name.Contains(".q_proj.", StringComparison.Ordinal):
                return Interleaved(heads);
            case "llama" when name.Contains(".k_proj.", StringComparison.Ordinal):
                return Interleaved(keyHeads);
            case "falcon" when name.Contains(".query_key_value.", StringComparison.Ordinal):
                var all = heads + 2 * keyHeads;
                if (keyHeads <= 0 || heads <= 0 || heads % keyHeads != 0 || rows % all != 0) throw Indivisible(all);
                return row => HeadGrouping.ToStacked(row, heads, keyHeads, rows / all);
            default:
                return null;
        }

        Func<long, long> Interleaved(long count)
        {
            if (count <= 0 || rows % (2 * count) != 0) throw Indivisible(count);
            return row => HeadInterleaving.ToInterleaved(row, rows / count / 2);
        }

        static ArgumentException Indivisible(long count) => new($"cannot be divided into {count} heads");
    }
}
