namespace Fulcrum.Bench.Verdicts;

/// <summary>One trial. Seconds are processor seconds of the whole process, so that other work on the machine does not count.</summary>
/// <param name="Arm">Its arm.</param>
/// <param name="Rows">Rows of train that it learned.</param>
/// <param name="Seed">Its seed.</param>
internal sealed record StoredTrial(string Arm, int Rows, int Seed)
{
    /// <summary>One bit for each row of test, lowest first: 1 where the answer was right.</summary>
    public required byte[] Test { get; init; }

    /// <summary>The same for dev.</summary>
    public required byte[] Dev { get; init; }

    /// <summary>Seconds of learning.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Seconds of answering one row.</summary>
    public required double SecondsPerRow { get; init; }

    /// <summary>Packs a row's answers.</summary>
    public static byte[] Pack(IReadOnlyList<bool> right)
    {
        var bits = new byte[(right.Count + 7) / 8];
        for (var row = 0; row < right.Count; row++)
            if (right[row]) bits[row / 8] |= (byte)(1 << (row % 8));
        return bits;
    }

    /// <summary>Whether a row of test was answered rightly.</summary>
    public bool IsRight(int row) => IsSet(Test, row);

    /// <summary>Whether a row of dev was.</summary>
    public bool IsRightOnDev(int row) => IsSet(Dev, row);

    private static bool IsSet(byte[] bits, int row) => (bits[row / 8] & (1 << (row % 8))) != 0;
}
