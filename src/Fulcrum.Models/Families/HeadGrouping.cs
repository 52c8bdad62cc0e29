namespace Fulcrum.Models.Families;

/// <summary>
/// The order of the rows of Falcon's fused projection. Hugging Face has one key head after another, each with its queries
/// before it and its value behind; llama.cpp has all queries, then all keys, then all values.
/// </summary>
/// <remarks>llama.cpp: convert_hf_to_gguf.py, <c>FalconModel.modify_tensors</c>.</remarks>
internal static class HeadGrouping
{
    /// <summary>Where llama.cpp has the row that Hugging Face has at <paramref name="row"/>.</summary>
    /// <param name="row">The row, counted over all heads.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="keyHeads">Key heads, which are as many as value heads.</param>
    /// <param name="size">Rows of a head.</param>
    public static long ToStacked(long row, long heads, long keyHeads, long size)
    {
        var queries = heads / keyHeads;
        var (head, inHead) = Math.DivRem(row, size);
        var (group, inGroup) = Math.DivRem(head, queries + 2);
        var stacked = inGroup < queries ? group * queries + inGroup : heads + (inGroup - queries) * keyHeads + group;
        return stacked * size + inHead;
    }
}
