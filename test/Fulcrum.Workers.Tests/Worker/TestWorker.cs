using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Workers.Tests.Worker;

/// <summary>A worker that answers, keeps requests waiting, or dies, as each request says.</summary>
internal static class TestWorker
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Run(WorkerTransport parent)
    {
        var held = new Stack<ReceivedRequest<TestRequest>>();
        foreach (var request in new RequestReader<TestRequest>(parent, Json).Read())
        {
            if (request.Body.Act == "hold")
            {
                held.Push(request);
                continue;
            }

            Act(request);
            request.Respond(new TestResponse(Environment.ProcessId, request.Body.Text));
            while (held.TryPop(out var waiting)) waiting.Respond(new TestResponse(Environment.ProcessId, waiting.Body.Text));
        }
    }

    private static void Act(ReceivedRequest<TestRequest> request)
    {
        switch (request.Body.Act)
        {
            case "kill":
                Console.Error.WriteLine("last words");
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
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
            case "grow":
                var memory = new byte[300 << 20];
                Array.Fill(memory, (byte)1);
                Thread.Sleep(TimeSpan.FromSeconds(1));
                GC.KeepAlive(memory);
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "progress":
                request.Report(0.25);
                request.Report(0.5);
                break;
            case "print":
                using (var output = Console.OpenStandardOutput()) output.Write(Encoding.UTF8.GetBytes("[W] native noise\n{\"id\":\"?\"}\n{\"type\":\nnull\nno line break"));
                Console.WriteLine("more noise");
                break;
            case "complain":
                for (var line = 0; line < 100_000; line++) Console.Error.WriteLine("a line that somebody must read");
                break;
            default:
                break;
        }
    }

    // Not the same line again and again, as .NET sums those up.
    private static int Overflow(int depth) => depth % 2 == 0 ? Overflow(depth + 1) + 1 : Overflow(depth + 1) - 1;
}
