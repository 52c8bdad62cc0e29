using System.CommandLine;
using Fulcrum.Models.Devices;

namespace Fulcrum.Cli.Commands;

/// <summary><c>--device</c>, of every verb that opens models. What it says is read by <see cref="ComputeDevice"/>.</summary>
internal static class DeviceOption
{
    private const string Name = "--device";

    public static Option<string> Create() => new(Name)
    {
        Description = "Where models compute: cpu, cuda (the first GPU), cuda:N, or auto: the first GPU that libtorch can use, else the processor. Default: auto.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => ComputeDevice.Automatic,
    };
}
