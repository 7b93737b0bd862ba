using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>What the service is, and where its resources are.</summary>
internal sealed record ServiceDescription(
    ServiceVersion Version,
    string JobsRef,
    string MachinesRef,
    [property: JsonPropertyName("csrf-header")] string CsrfHeader,
    [property: JsonPropertyName("csrf-token")] string CsrfToken);
