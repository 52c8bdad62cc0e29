using System.Text;

namespace Fulcrum.Samples.Templates;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every platform and runtime, which <see cref="Random"/> does not promise.</summary>
internal sealed class SeededRandom
{
    private ulong _state;

    /// <summary>A stream of its own for each <paramref name="path"/>, so that a new family does not change the others.</summary>
    public SeededRandom(int seed, string path)
    {
        _state = 14695981039346656037;
        foreach (byte value in Encoding.UTF8.GetBytes($"{seed}/{path}"))
        {
            _state = (_state ^ value) * 1099511628211; // FNV-1a
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> − 1.</summary>
    public int Below(int limit) => (int)(Bits() % (ulong)limit);

    /// <summary>True in <paramref name="percent"/> of 100 cases.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>One of <paramref name="items"/>.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>All of <paramref name="items"/> in random order (Fisher–Yates).</summary>
    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        T[] result = [.. items];
        for (int last = result.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (result[last], result[other]) = (result[other], result[last]);
        }

        return result;
    }
}
