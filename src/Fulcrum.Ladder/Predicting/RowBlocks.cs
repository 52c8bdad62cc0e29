using Fulcrum.Data;

namespace Fulcrum.Ladder.Predicting;

/// <summary>
/// Cuts a table into the blocks that are answered at once. Where a block ends depends on its rows alone and never on the time:
/// a model's figures depend a little on what is in a batch, and a resumed prediction must not differ from one that was not stopped.
/// </summary>
internal static class RowBlocks
{
    private const int MostRows = 128;
    private const long MostCharacters = 1 << 22;

    public static IEnumerable<IReadOnlyList<TextRow>> Of(IEnumerable<TextRow> rows)
    {
        var (block, characters) = (new List<TextRow>(MostRows), 0L);
        foreach (var row in rows)
        {
            block.Add(row);
            characters += row.Text.Length;
            if (block.Count < MostRows && characters < MostCharacters) continue;
            yield return block;
            (block, characters) = (new List<TextRow>(MostRows), 0L);
        }

        if (block.Count > 0) yield return block;
    }
}
