using System.Buffers;
using System.Text;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Rungs.Answers;

/// <summary>Finds answers as whole words in folded text: at each place the longest.</summary>
/// <param name="answers">Folded.</param>
internal sealed class NamedAnswers(string[] answers)
{
    private readonly SearchValues<string> _search = SearchValues.Create([.. answers.Where(answer => answer.Length > 0)], StringComparison.Ordinal);
    private readonly int[] _longestFirst = [.. Enumerable.Range(0, answers.Length).Where(i => answers[i].Length > 0).OrderByDescending(i => answers[i].Length)];
    private readonly Denials _denials = new(answers);

    /// <summary>An answer in a text.</summary>
    /// <param name="Index">Which answer.</param>
    /// <param name="Start">Where it begins.</param>
    /// <param name="IsDenied">Whether the words beside it deny it.</param>
    public readonly record struct Mention(int Index, int Start, bool IsDenied);

    /// <summary>Every answer that a folded sentence names, in order.</summary>
    public IReadOnlyList<Mention> In(string sentence)
    {
        var found = new List<Mention>();
        for (var at = 0; sentence.AsSpan(at).IndexOfAny(_search) is var offset and >= 0;)
        {
            at += offset;
            if (WordAt(sentence, at) is not { } index)
            {
                at++;
                continue;
            }

            var end = at + answers[index].Length;
            found.Add(new Mention(index, at, _denials.Deny(sentence.AsSpan(0, at), sentence.AsSpan(end))));
            at = end;
        }

        return found;
    }

    private int? WordAt(string text, int start)
    {
        foreach (var index in _longestFirst)
        {
            var answer = answers[index];
            if (text.AsSpan(start).StartsWith(answer, StringComparison.Ordinal) && Begins(text.AsSpan(0, start), answer) && Ends(text.AsSpan(start + answer.Length), answer)) return index;
        }

        return null;
    }

    private static bool Begins(ReadOnlySpan<char> before, string answer)
    {
        Rune.DecodeLastFromUtf16(before, out var last, out _);
        Rune.DecodeFromUtf16(answer, out var first, out _);
        return before.IsEmpty || Script.WordMayEndBetween(last, first);
    }

    private static bool Ends(ReadOnlySpan<char> after, string answer)
    {
        Rune.DecodeFromUtf16(after, out var next, out _);
        Rune.DecodeLastFromUtf16(answer, out var last, out _);
        return after.IsEmpty || Script.WordMayEndBetween(last, next);
    }
}
