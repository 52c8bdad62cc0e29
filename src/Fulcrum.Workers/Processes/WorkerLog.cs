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

    private readonly Lock _one = new();
    private readonly List<(long Number, string Text)> _head = [];
    private readonly List<(long Number, string Text)> _cause = [];
    private readonly Queue<(long Number, string Text)> _tail = new();
    private long _count;

    /// <summary>The lines kept, oldest first; a line in brackets stands for those left out.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_one) return [.. Kept()];
        }
    }

    /// <summary>Whether a line is how a runtime begins to say why its process dies.</summary>
    public static bool IsCause(string line) => Causes.Any(cause => line.StartsWith(cause, StringComparison.Ordinal));

    /// <summary>Appends a line; of a very long one the beginning.</summary>
    public void Add(string line)
    {
        var text = line.Length <= LongestLine ? line : line[..LongestLine] + " …";
        lock (_one)
        {
            var numbered = (++_count, text);
            if (_head.Count < HeadLines) _head.Add(numbered);
            if (_cause.Count > 0 ? _cause.Count < CauseLines : IsCause(line)) _cause.Add(numbered);
            _tail.Enqueue(numbered);
            if (_tail.Count > TailLines) _tail.Dequeue();
        }
    }

    /// <summary>Forgets everything: the next request begins.</summary>
    public void Clear()
    {
        lock (_one)
        {
            _count = 0;
            _head.Clear();
            _cause.Clear();
            _tail.Clear();
        }
    }

    private IEnumerable<string> Kept()
    {
        var last = 0L;
        foreach (var (number, text) in _head.Concat(_cause).Concat(_tail).DistinctBy(line => line.Number).OrderBy(line => line.Number))
        {
            var left = number - last - 1;
            if (left > 0) yield return string.Create(CultureInfo.InvariantCulture, $"[{left} {(left == 1 ? "line" : "lines")} left out]");
            yield return text;
            last = number;
        }
    }
}
