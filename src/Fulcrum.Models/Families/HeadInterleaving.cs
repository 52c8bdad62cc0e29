namespace Fulcrum.Models.Families;

/// <summary>
/// The order of the rows of a Llama's query and key projections. Hugging Face has the first halves of a head's rotated
/// pairs before the second halves; llama.cpp has each pair side by side.
/// </summary>
/// <remarks>llama.cpp: convert_hf_to_gguf.py, <c>LlamaModel.permute</c>.</remarks>
internal static class HeadInterleaving
{
    /// <summary>Where llama.cpp has the row that Hugging Face has at <paramref name="row"/>.</summary>
    /// <param name="row">The row, counted over all heads.</param>
    /// <param name="half">Half the rows of a head.</param>
    public static long ToInterleaved(long row, long half)
    {
        var (head, inHead) = Math.DivRem(row, 2 * half);
        return head * 2 * half + inHead % half * 2 + inHead / half;
    }
}
