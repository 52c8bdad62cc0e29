namespace Fulcrum.Models.Generation;

/// <summary>Finds how far down the largest values reach without sorting all of them.</summary>
internal static class LargestValues
{
    /// <summary>
    /// The smallest of the largest values that are together so many, or as much, whichever comes first: quickselect (Hoare
    /// 1961), linear on average.
    /// </summary>
    /// <param name="values">Not negative, at least one; put into another order.</param>
    /// <param name="count">How many are enough; at least 1.</param>
    /// <param name="sum">What sum is enough.</param>
    public static float Threshold(Span<float> values, int count, double sum)
    {
        while (true)
        {
            var pivot = Median(values[0], values[values.Length / 2], values[^1]);
            var (larger, smaller, largerSum) = (0, values.Length, 0.0);
            for (var i = 0; i < smaller;)
            {
                var value = values[i];
                if (value > pivot)
                {
                    largerSum += value;
                    values[i++] = values[larger];
                    values[larger++] = value;
                }
                else if (value < pivot)
                {
                    values[i] = values[--smaller];
                    values[smaller] = value;
                }
                else
                {
                    i++;
                }
            }

            if (larger > 0 && (larger >= count || largerSum >= sum))
            {
                values = values[..larger];
                continue;
            }

            var equal = smaller - larger;
            if (smaller == values.Length || smaller >= count || largerSum + (double)equal * pivot >= sum) return pivot;
            values = values[smaller..];
            count -= smaller;
            sum -= largerSum + (double)equal * pivot;
        }
    }

    private static float Median(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
