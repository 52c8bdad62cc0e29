using System.Globalization;

namespace Fulcrum.Workers.Processes;

/// <summary>
/// What a worker printed since it last had nothing to do, in bounded space: its first lines, its last ones, and those with which a runtime
/// begins to say why the process dies, for a stack trace of any length may follow them.
/// </summary>
internal sealed class WorkerLog
{
    private const int HeadLines = 10;
    private const int CauseLines = 5;
    private const int TailLines = 20;
    private const int LongestLine = 1000;

    // .NET (overflow, memory, fail-fast, native faults, exceptions) and C++.
    private static readonly string[] Causes =
        ["Stack overflow.", "Out of memory.", "Process terminated.", "Fatal error.", "Unhandled exception.", "terminate called "];

    private readonly Lock one = new();
    private readonly List<(long Number, string Text)> head = [];
    private readonly List<(long Number, string Text)> cause = [];
    private readonly Queue<(long Number, string Text)> tail = new();
    private long count;

    /// <summary>The lines kept, oldest first; a line in brackets stands for those left out.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (one) return [.. Kept()];
        }
    }

    /// <summary>Whether a line is how a runtime begins to say why its process dies.</summary>
    public static bool IsCause(string line) => Causes.Any(cause => line.StartsWith(cause, StringComparison.Ordinal));

    /// <summary>Appends a line; of a very long one the beginning.</summary>
    public void Add(string line)
    {
        var text = line.Length <= LongestLine ? line : line[..LongestLine] + " …";
        lock (one)
        {
            var numbered = (++count, text);
            if (head.Count < HeadLines) head.Add(numbered);
            if (cause.Count > 0 ? cause.Count < CauseLines : IsCause(line)) cause.Add(numbered);
            tail.Enqueue(numbered);
            if (tail.Count > TailLines) tail.Dequeue();
        }
    }

    /// <summary>Forgets everything: the next request begins.</summary>
    public void Clear()
    {
        lock (one)
        {
            count = 0;
            head.Clear();
            cause.Clear();
            tail.Clear();
        }
    }

    private IEnumerable<string> Kept()
    {
        var last = 0L;
        foreach (var (number, text) in head.Concat(cause).Concat(tail).DistinctBy(line => line.Number).OrderBy(line => line.Number))
        {
            var left = number - last - 1;
            if (left > 0) yield return string.Create(CultureInfo.InvariantCulture, $"[{left} {(left == 1 ? "line" : "lines")} left out]");
            yield return text;
            last = number;
        }
    }
}
