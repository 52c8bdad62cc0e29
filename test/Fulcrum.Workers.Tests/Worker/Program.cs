using Fulcrum.Workers.Protocol;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Fulcrum.Workers.Tests.Worker;

/// <summary>Runs the tests, as the entry point that xunit generates does; with the argument <c>worker</c> it is a worker that does what it is asked, dying included.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["worker"])
        {
            TestWorker.Run(WorkerTransport.OverStandardStreams());
            return 0;
        }

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
