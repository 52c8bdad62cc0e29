using System.Collections;
using System.Globalization;

namespace Fulcrum.Data.Perturbations;

/// <summary>
/// Which code units of a text are a user-perceived character on their own (extended grapheme clusters, UAX #29). Only these are
/// changed: half of a surrogate pair, a letter under a combining mark or a part of an emoji sequence would tear the rest.
/// </summary>
internal sealed class SingleCharacters
{
    private readonly BitArray _isSingle;

    public SingleCharacters(string text)
    {
        _isSingle = new BitArray(text.Length);
        var starts = StringInfo.ParseCombiningCharacters(text);
        for (var i = 0; i < starts.Length; i++)
        {
            var end = i + 1 < starts.Length ? starts[i + 1] : text.Length;
            _isSingle[starts[i]] = end - starts[i] == 1;
        }
    }

    /// <summary>Whether the code unit at that position is one.</summary>
    public bool this[int index] => _isSingle[index];

    /// <summary>Whether all code units of a range are.</summary>
    public bool All(int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (!_isSingle[i]) return false;
        }

        return true;
    }
}
