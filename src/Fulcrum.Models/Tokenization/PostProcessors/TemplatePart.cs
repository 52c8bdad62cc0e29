namespace Fulcrum.Models.Tokenization.PostProcessors;

/// <summary>One element of a template: a text, or special tokens.</summary>
/// <param name="Sequence">0 for the first text, 1 for the second, -1 for special tokens.</param>
/// <param name="TypeId">The type id of its tokens.</param>
/// <param name="SpecialIds">The ids of the special tokens.</param>
/// <param name="SpecialTokens">The special tokens themselves.</param>
internal sealed record TemplatePart(int Sequence, int TypeId, IReadOnlyList<int> SpecialIds, IReadOnlyList<string> SpecialTokens)
{
    public static TemplatePart Text(int sequence, int typeId) => new(sequence, typeId, [], []);

    public static TemplatePart Special(string token, int id, int typeId = 0) => new(-1, typeId, [id], [token]);
}
