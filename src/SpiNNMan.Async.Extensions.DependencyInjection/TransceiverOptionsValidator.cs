using Microsoft.Extensions.Options;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>Checks, when the host starts, what single options cannot check.</summary>
internal sealed class TransceiverOptionsValidator : IValidateOptions<TransceiverOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TransceiverOptions options)
    {
        var faults = new List<string>();
        string of = string.IsNullOrEmpty(name) ? "the machine" : $"machine '{name}'";
        if (string.IsNullOrWhiteSpace(options.Host))
            faults.Add($"The options of {of} name no {nameof(options.Host)}: the name or address of one of its boards.");
        if (options is { PowerOffOnClose: true, Bmps.Count: 0, DetectBmp: false })
            faults.Add($"The options of {of} have {nameof(options.PowerOffOnClose)}, which takes {nameof(options.Bmps)} or {nameof(options.DetectBmp)}.");

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
