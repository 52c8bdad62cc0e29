namespace Fulcrum.Models.Tokenization.Training;

/// <summary>A word of the training texts as the tokens that it is made of so far.</summary>
internal sealed class TrainingWord(int[] symbols, int count)
{
    private int _length = symbols.Length;

    /// <summary>How often the word occurs.</summary>
    public int Count => count;

    /// <summary>Writes <paramref name="joined"/> in place of each <paramref name="pair"/>, left to right, and tells which pairs came (+1) and went (-1).</summary>
    public void Join((int Left, int Right) pair, int joined, Action<(int Left, int Right), int> changed)
    {
        var written = 0;
        for (var read = 0; read < _length; read++)
        {
            if (symbols[read] != pair.Left || read + 1 == _length || symbols[read + 1] != pair.Right)
            {
                symbols[written++] = symbols[read];
                continue;
            }

            if (written > 0)
            {
                changed((symbols[written - 1], pair.Left), -1);
                changed((symbols[written - 1], joined), 1);
            }

            symbols[written++] = joined;
            read++;
            if (read + 1 == _length) continue;
            changed((pair.Right, symbols[read + 1]), -1);
            changed((joined, symbols[read + 1]), 1);
        }

        _length = written;
    }
}
