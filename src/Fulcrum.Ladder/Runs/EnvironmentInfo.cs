using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Fulcrum.Ladder.Runs;

/// <summary>What the machine is, for the foot of the report.</summary>
public static class EnvironmentInfo
{
    /// <summary>Name to value, in the order to show: version, system, .NET, processor, cores, memory, the device that models compute on, and the folder's name, without where it lies.</summary>
    /// <param name="device">Where models compute.</param>
    public static IReadOnlyDictionary<string, string> Collect(string device) => new Dictionary<string, string>
    {
        ["fulcrum"] = Version(),
        ["os"] = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})",
        ["dotnet"] = RuntimeInformation.FrameworkDescription,
        ["cpu"] = Processor(),
        ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        ["memory"] = string.Create(
            CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):0.0} GiB"),
        ["device"] = device,
        ["folder"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(Environment.CurrentDirectory)),
    };

    private static string Version() =>
        typeof(EnvironmentInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string Processor()
    {
        const string linux = "/proc/cpuinfo";
        var name = File.Exists(linux)
            ? File.ReadLines(linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
