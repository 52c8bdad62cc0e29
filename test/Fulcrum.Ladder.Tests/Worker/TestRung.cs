using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Worker;

/// <summary>A rung that does what its setting <c>act</c> says, after it has predicted the test part.</summary>
internal sealed class TestRung(string name) : IRung
{
    public RungDescription Description => TestRungs.Catalog.Find(name)!;

    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        context.Progress.Report(new StageProgress("fitting", 0, "loss 0.5"));
        return new FitReport
        {
            Chosen = new JsonObject
            {
                ["process"] = Environment.ProcessId,
                ["thread"] = Thread.CurrentThread.Name,
                ["created"] = context.RunCreated,
                ["train_rows"] = context.Train.Count,
                ["is_pilot"] = context.IsPilot,
                ["seed"] = context.Seed,
                ["settled"] = context.Settled?["seed"]?.DeepClone(),
            },
            Notes = [context.Prompts[0].Name],
            Predictor = context.Settings.DeepClone().AsObject(),
        };
    }

    public IPredictor Open(Artifact artifact) => new Predictor((string?)artifact.Manifest.Settings["act"]);

    /// <summary>Answers the first label, and acts once it has answered the test part.</summary>
    private sealed class Predictor(string? act) : IPredictor
    {
        private bool _hasActed;

        public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
        {
            for (var index = 0; index < inputs.Count; index++) answered(new Answer(index, Milliseconds: 1) { Labels = [0] });
            if (_hasActed) return;
            _hasActed = true;
            Act(act, cancellationToken);
        }

        public void Dispose()
        {
        }
    }

    private static void Act(string? act, CancellationToken cancellationToken)
    {
        switch (act)
        {
            case "kill":
                Console.Error.WriteLine("last words");
                Process.GetCurrentProcess().Kill();
                cancellationToken.WaitHandle.WaitOne();
                break;
            case "abort":
                Environment.FailFast("terminate called after throwing an instance of 'std::bad_alloc'");
                break;
            case "overflow":
                Overflow(0);
                break;
            case "exit":
                Environment.Exit(3);
                break;
            case "print":
                using (var output = Console.OpenStandardOutput()) output.Write(Encoding.UTF8.GetBytes("[W] native noise\n{\"type\":\"?\"}\nnull\n"));
                Console.WriteLine("more noise");
                break;
            case "refuse":
                throw new TrialFailedException("The model is too small.");
            case "cache":
                throw new InputException(new InputError("A copy could not be made in /cache: Read-only file system")) { IsRetryable = true };
            case "rows":
                throw new InputException([.. Enumerable.Range(0, 200).Select(row => new InputError($"Row {row}: The text is too long."))]);
            case "throw":
                throw new InvalidOperationException("unexpected\nsecond line");
            case "memory":
                throw new InvalidOperationException("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes");
            case "grow":
                var memory = new byte[300 << 20];
                Array.Fill(memory, (byte)1);
                Thread.Sleep(TimeSpan.FromSeconds(1));
                GC.KeepAlive(memory);
                Process.GetCurrentProcess().Kill();
                cancellationToken.WaitHandle.WaitOne();
                break;
            case "ignore":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "wait":
                cancellationToken.WaitHandle.WaitOne();
                cancellationToken.ThrowIfCancellationRequested();
                break;
            default:
                break;
        }
    }

    // Not the same line again and again, as .NET sums those up.
    private static int Overflow(int depth) => depth % 2 == 0 ? Overflow(depth + 1) + 1 : Overflow(depth + 1) - 1;
}
