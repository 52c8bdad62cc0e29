using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Bench;

/// <summary>How many short texts the classical rung's models answer in a second on one core, beside scikit-learn with the same features.</summary>
internal static class PredictionSpeed
{
    private const int TrainRows = 12_000;
    private const int Texts = 20_000;
    private const int Tries = 5;
    private const double C = 10;

    // The same features and learner, all texts in one call, which is how scikit-learn is quickest.
    private const string Python = """
        import json, sys, time
        try:
            from sklearn.feature_extraction.text import TfidfVectorizer
            from sklearn.linear_model import LogisticRegression
            from sklearn.pipeline import make_pipeline, make_union
        except ImportError:
            print("-"); sys.exit()
        data = json.load(open(sys.argv[1], encoding="utf-8"))
        words = TfidfVectorizer(analyzer="word", ngram_range=(1, 2), sublinear_tf=True)
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        model = make_pipeline(words if sys.argv[2] == "words" else make_union(words, characters), LogisticRegression(C=float(sys.argv[3]), max_iter=1000))
        model.fit(data["train"], data["targets"])
        def measure():
            start = time.perf_counter(); model.predict(data["texts"]); return time.perf_counter() - start
        print(min(measure() for _ in range(int(sys.argv[4]))))
        """;

    /// <summary>Trains on made-up rows with words alone and with characters beside them, answers others and prints a table.</summary>
    public static void Run()
    {
        // Taken before anything else runs, so that the garbage collector's threads are on that core too.
        if (OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = 1;
        var rows = MadeUpRows.Make(TrainRows + Texts).ToList();
        string[] train = [.. rows.Take(TrainRows).Select(row => row.Text)];
        string[] texts = [.. rows.Skip(TrainRows).Select(row => row.Text)];
        string[] labels = [.. rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        int[] targets = [.. rows.Take(TrainRows).Select(row => Array.IndexOf(labels, row.Label))];
        var path = Path.Combine(Path.GetTempPath(), $"fulcrum-bench-{Environment.ProcessId}.json");
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(new { train, targets, texts }));
            Console.WriteLine($"{Texts:N0} texts of 4 to 26 words, learned from {TrainRows:N0}; one core, best of {Tries}.");
            Console.WriteLine("| features | texts/s, one by one | bytes allocated per text | scikit-learn, texts/s all at once | ours / its |\n|---|---|---|---|---|");
            Measure("words", [NgramKind.Words]);
            Measure("words and characters", [NgramKind.Words, NgramKind.Characters]);
        }
        finally
        {
            File.Delete(path);
        }

        void Measure(string name, NgramKind[] kinds)
        {
            var vectorizer = Vectorizer.Fit(TermWeighting.TfIdf, kinds, train, CancellationToken.None);
            var learner = new LogisticRegression(vectorizer.Transform(train, CancellationToken.None), new ClassTargets(targets, labels.Length));
            var model = new ClassicalModel(labels, vectorizer, learner.Fit(C, () => false, CancellationToken.None));
            var (seconds, bytes) = (double.MaxValue, 0L);
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                foreach (var text in texts) model.Predict(text);
                seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
                bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / texts.Length;
            }

            var python = RunPython(path, name);
            Console.WriteLine(python is { } its
                ? $"| {name} | {texts.Length / seconds:N0} | {bytes:N0} | {texts.Length / its:N0} | {its / seconds:0.0} |"
                : $"| {name} | {texts.Length / seconds:N0} | {bytes:N0} | - | - |");
        }
    }

    /// <summary>The seconds that scikit-learn takes, or <see langword="null"/> where it is not installed.</summary>
    private static double? RunPython(string path, string features)
    {
        string[] arguments = ["-c", Python, path, features, C.ToString(CultureInfo.InvariantCulture), Tries.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException("Python failed.");
        return output == "-" ? null : double.Parse(output, CultureInfo.InvariantCulture);
    }
}
