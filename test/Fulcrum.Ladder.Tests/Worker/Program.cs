using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Runs;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Fulcrum.Ladder.Tests.Worker;

/// <summary>Runs the tests, as the entry point that xunit generates does; with the argument <c>worker</c> it is a worker with rungs that misbehave, with <c>hold-lock</c> a comparison that can be killed.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["worker"])
        {
            new TrialServer(name => name == "unknown" ? null : new TestRung(name), TimeProvider.System).RunOnStandardStreams();
            return 0;
        }

        if (args is ["hold-lock", var folder])
        {
            using var held = new RunFolder(folder).Lock();
            Console.WriteLine("held");
            Console.ReadLine();
            return 0;
        }

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
