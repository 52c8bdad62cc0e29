using System.Runtime.InteropServices;
using Fulcrum.Models.Tokenization.PreTokenizers;

namespace Fulcrum.Models.Tokenization.Training;

/// <summary>Counts the words of texts, spelled in the <see cref="ByteAlphabet"/>.</summary>
internal static class WordCounter
{
    public static Dictionary<string, int> Count(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var split = new Split(RegexPattern.Gpt2, SplitBehavior.Isolated);
        var encode = new ByteEncoding();
        var pieces = new PieceList();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pieces.Start(text);
            pieces.Run(split);
            pieces.Run(encode);
            foreach (var piece in pieces.Pieces) CollectionsMarshal.GetValueRefOrAddDefault(lookup, piece.Span, out _)++;
        }

        return counts;
    }
}
