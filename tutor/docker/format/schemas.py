"""The Go types behind `docker inspect -f`: which fields a template reaches, in which order they encode, what is empty.

`typed(name, data)` turns the JSON that the engine gives into the struct that the command line has decoded it into;
fields that the JSON leaves out have their zero values there. Each type is written as lines "GoName jsonName type";
"=" stands for a JSON name equal to Go's, a "?" behind it for omitempty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tutor.gotemplate import Struct, Typed

_DESCRIPTOR = (
    "MediaType mediaType string, Digest digest digest.Digest, Size size int64, URLs urls? []string, "
    "Annotations annotations? map[string]string, Platform platform? *v1.Platform, ArtifactType artifactType? string"
)
_IMAGE_CONFIG = (
    "User =? string, ExposedPorts =? map[string]struct{}, Env =? []string, Entrypoint =? []string, Cmd =? []string, "
    "Volumes =? map[string]struct{}, WorkingDir =? string, Labels =? map[string]string, StopSignal =? string, "
    "ArgsEscaped =? bool, Healthcheck =? *v1.HealthcheckConfig, OnBuild =? []string, Shell =? []string"
)
_RESOURCES = (
    "CPUShares CpuShares int64, Memory = int64, NanoCPUs NanoCpus int64, CgroupParent = string, BlkioWeight = uint16, "
    "BlkioWeightDevice = []interface{}, BlkioDeviceReadBps = []interface{}, BlkioDeviceWriteBps = []interface{}, "
    "BlkioDeviceReadIOps = []interface{}, BlkioDeviceWriteIOps = []interface{}, CPUPeriod CpuPeriod int64, "
    "CPUQuota CpuQuota int64, CPURealtimePeriod CpuRealtimePeriod int64, CPURealtimeRuntime CpuRealtimeRuntime int64, "
    "CpusetCpus = string, CpusetMems = string, Devices = []interface{}, DeviceCgroupRules = []string, "
    "DeviceRequests = []interface{}, MemoryReservation = int64, MemorySwap = int64, MemorySwappiness = *int64, "
    "OomKillDisable = *bool, PidsLimit = *int64, Ulimits = []*units.Ulimit, CPUCount CpuCount int64, "
    "CPUPercent CpuPercent int64, IOMaximumIOps = uint64, IOMaximumBandwidth = uint64"
)

_TYPES = {
    "context.contextWithTLSListing": (
        "Name = string, Metadata = map[string]interface{}, Endpoints = map[string]interface{}, "
        "TLSMaterial = map[string]interface{}, Storage = map[string]interface{}"
    ),
    "image.InspectResponse": (
        "ID Id string, RepoTags = []string, RepoDigests = []string, Comment =? string, Created =? string, "
        "Author =? string, Config = *v1.DockerOCIImageConfig, Architecture = string, Variant =? string, Os = string, "
        "OsVersion =? string, Size = int64, GraphDriver =? *storage.DriverData, RootFS = image.RootFS, "
        "Metadata = image.Metadata, Descriptor =? *v1.Descriptor, Manifests =? []interface{}, "
        "Identity =? *image.Identity"
    ),
    "v1.DockerOCIImageConfig": _IMAGE_CONFIG,
    "v1.HealthcheckConfig": (
        "Test =? []string, Interval =? time.Duration, Timeout =? time.Duration, StartPeriod =? time.Duration, "
        "StartInterval =? time.Duration, Retries =? int"
    ),
    "image.RootFS": "Type =? string, Layers =? []string",
    "image.Metadata": "LastTagTime =? time.Time",
    "v1.Descriptor": _DESCRIPTOR,
    "v1.Platform": (
        "Architecture architecture string, OS os string, OSVersion os.version? string, "
        "OSFeatures os.features? []string, Variant variant? string"
    ),
    "image.Identity": ("Signature =? []interface{}, Pull =? []image.PullIdentity, Build =? []image.BuildIdentity"),
    "image.PullIdentity": "Repository =? string",
    "image.BuildIdentity": "Ref =? string, CreatedAt =? time.Time",
    "storage.DriverData": "Data = map[string]string, Name = string",
    "storage.Storage": "RootFS =? *storage.RootFSStorage",
    "storage.RootFSStorage": "Snapshot =? *storage.RootFSStorageSnapshot",
    "storage.RootFSStorageSnapshot": "Name =? string",
    "container.InspectResponse": (
        "ID Id string, Created = string, Path = string, Args = []string, State = *container.State, Image = string, "
        "ResolvConfPath = string, HostnamePath = string, HostsPath = string, LogPath = string, Name = string, "
        "RestartCount = int, Driver = string, Platform = string, MountLabel = string, ProcessLabel = string, "
        "AppArmorProfile = string, ExecIDs = []string, HostConfig = *container.HostConfig, "
        "GraphDriver =? *storage.DriverData, Storage =? *storage.Storage, SizeRw =? *int64, SizeRootFs =? *int64, "
        "Mounts = []container.MountPoint, Config = *container.Config, NetworkSettings = *container.NetworkSettings, "
        "ImageManifestDescriptor =? *v1.Descriptor"
    ),
    "container.State": (
        "Status = container.ContainerState, Running = bool, Paused = bool, Restarting = bool, OOMKilled = bool, "
        "Dead = bool, Pid = int, ExitCode = int, Error = string, StartedAt = string, FinishedAt = string, "
        "Health =? *container.Health"
    ),
    "container.Health": "Status = container.HealthStatus, FailingStreak = int, Log = []*container.HealthcheckResult",
    "container.HealthcheckResult": "Start = time.Time, End = time.Time, ExitCode = int, Output = string",
    "container.MountPoint": (
        "Type =? mount.Type, Name =? string, Source = string, Destination = string, Driver =? string, Mode = string, "
        "RW = bool, Propagation = mount.Propagation"
    ),
    "container.Config": (
        "Hostname = string, Domainname = string, User = string, AttachStdin = bool, AttachStdout = bool, "
        "AttachStderr = bool, ExposedPorts =? map[network.Port]struct{}, Tty = bool, OpenStdin = bool, "
        "StdinOnce = bool, Env = []string, Cmd = []string, Healthcheck =? *v1.HealthcheckConfig, ArgsEscaped =? bool, "
        "Image = string, Volumes = map[string]struct{}, WorkingDir = string, Entrypoint = []string, "
        "NetworkDisabled =? bool, OnBuild =? []string, Labels = map[string]string, StopSignal =? string, "
        "StopTimeout =? *int, Shell =? []string"
    ),
    "container.LogConfig": "Type = string, Config = map[string]string",
    "container.RestartPolicy": "Name = container.RestartPolicyMode, MaximumRetryCount = int",
    "container.HostConfig": (
        "Binds = []string, ContainerIDFile = string, LogConfig = container.LogConfig, "
        "NetworkMode = container.NetworkMode, PortBindings = map[network.Port][]network.PortBinding, "
        "RestartPolicy = container.RestartPolicy, AutoRemove = bool, VolumeDriver = string, VolumesFrom = []string, "
        "ConsoleSize = []uint, Annotations =? map[string]string, CapAdd = []string, CapDrop = []string, "
        "CgroupnsMode = container.CgroupnsMode, DNS Dns []netip.Addr, DNSOptions DnsOptions []string, "
        "DNSSearch DnsSearch []string, ExtraHosts = []string, GroupAdd = []string, IpcMode = container.IpcMode, "
        "Cgroup = container.CgroupSpec, Links = []string, OomScoreAdj = int, PidMode = container.PidMode, "
        "Privileged = bool, PublishAllPorts = bool, ReadonlyRootfs = bool, SecurityOpt = []string, "
        "StorageOpt =? map[string]string, Tmpfs =? map[string]string, UTSMode = container.UTSMode, "
        "UsernsMode = container.UsernsMode, ShmSize = int64, Sysctls =? map[string]string, Runtime =? string, "
        f"Isolation = container.Isolation, {_RESOURCES}, Mounts =? []mount.Mount, MaskedPaths = []string, "
        "ReadonlyPaths = []string, Init =? *bool"
    ),
    "mount.Mount": (
        "Type =? mount.Type, Source =? string, Target =? string, ReadOnly =? bool, Consistency =? mount.Consistency, "
        "BindOptions =? *mount.BindOptions, VolumeOptions =? *mount.VolumeOptions, "
        "ImageOptions =? *mount.ImageOptions, TmpfsOptions =? *mount.TmpfsOptions"
    ),
    "mount.BindOptions": (
        "Propagation =? mount.Propagation, NonRecursive =? bool, CreateMountpoint =? bool, "
        "ReadOnlyNonRecursive =? bool, ReadOnlyForceRecursive =? bool"
    ),
    "mount.VolumeOptions": (
        "NoCopy =? bool, Labels =? map[string]string, Subpath =? string, DriverConfig =? *mount.Driver"
    ),
    "mount.Driver": "Name =? string, Options =? map[string]string",
    "mount.ImageOptions": "Subpath =? string",
    "mount.TmpfsOptions": "SizeBytes =? int64, Mode =? fs.FileMode, Options =? []interface{}",
    "units.Ulimit": "Name = string, Hard = int64, Soft = int64",
    "network.PortBinding": "HostIP HostIp netip.Addr, HostPort = string",
    "container.NetworkSettings": (
        "SandboxID = string, SandboxKey = string, Ports = map[network.Port][]network.PortBinding, "
        "Networks = map[string]*network.EndpointSettings"
    ),
    "network.EndpointSettings": (
        "IPAMConfig = *network.EndpointIPAMConfig, Links = []string, Aliases = []string, "
        "DriverOpts = map[string]string, GwPriority = int, NetworkID = string, EndpointID = string, "
        "Gateway = netip.Addr, IPAddress = netip.Addr, MacAddress = network.HardwareAddr, IPPrefixLen = int, "
        "IPv6Gateway = netip.Addr, GlobalIPv6Address = netip.Addr, GlobalIPv6PrefixLen = int, DNSNames = []string"
    ),
    "network.EndpointIPAMConfig": (
        "IPv4Address =? netip.Addr, IPv6Address =? netip.Addr, LinkLocalIPs =? []netip.Addr"
    ),
    "network.Inspect": (
        "Name = string, ID Id string, Created = time.Time, Scope = string, Driver = string, EnableIPv4 = bool, "
        "EnableIPv6 = bool, IPAM = network.IPAM, Internal = bool, Attachable = bool, Ingress = bool, "
        "ConfigFrom = network.ConfigReference, ConfigOnly = bool, Options = map[string]string, "
        "Labels = map[string]string, Peers =? []interface{}, Containers = map[string]network.EndpointResource, "
        "Services =? map[string]interface{}, Status =? *network.Status"
    ),
    "network.Status": "IPAM =? network.IPAMStatus",
    "network.IPAMStatus": "Subnets =? map[string]network.SubnetStatus",
    "network.SubnetStatus": "IPsInUse = uint64, DynamicIPsAvailable = uint64",
    "network.IPAM": "Driver = string, Options = map[string]string, Config = []network.IPAMConfig",
    "network.IPAMConfig": (
        "Subnet =? netip.Prefix, IPRange =? netip.Prefix, Gateway =? netip.Addr, "
        "AuxAddress AuxiliaryAddresses? map[string]netip.Addr"
    ),
    "network.ConfigReference": "Network = string",
    "network.EndpointResource": (
        "Name = string, EndpointID = string, MacAddress = network.HardwareAddr, IPv4Address = netip.Prefix, "
        "IPv6Address = netip.Prefix"
    ),
    "volume.Volume": (
        "ClusterVolume =? *volume.ClusterVolume, CreatedAt =? string, Driver = string, Labels = map[string]string, "
        "Mountpoint = string, Name = string, Options = map[string]string, Scope = string, "
        "Status =? map[string]interface{}, UsageData =? *volume.UsageData"
    ),
    "volume.UsageData": "RefCount = int64, Size = int64",
}

# How many fields the structs have that a type embeds at its start, one after the other.
_EMBEDDED = {
    "image.InspectResponse": (len(_TYPES["image.InspectResponse"].split(", ")),),
    "v1.DockerOCIImageConfig": (10, 3),
    "network.Inspect": (16,),
}

_NUMBERS = frozenset(("int", "int64", "uint", "uint16", "uint64", "fs.FileMode"))
_INVALID = {"netip.Addr": "invalid IP", "netip.Prefix": "invalid Prefix"}


def typed(name: str, data: Mapping[str, Any] | None) -> object:
    """Return the decoded form of a JSON object as Go type `name` ("image.InspectResponse")."""
    return _build(name, data)


def _build(kind: str, data: Any) -> object:
    """Return a JSON value as a value of a Go type; None stands for a missing one or for null."""
    if kind in _TYPES:
        return _struct(kind, kind, data if isinstance(data, Mapping) else {})
    if kind.startswith("*"):
        if data is None:
            return Typed(kind, None)
        inner = kind[1:]
        return _struct(kind, inner, data) if inner in _TYPES else Typed(kind, data)
    if kind.startswith("[]"):
        inner = kind[2:]
        return Typed(kind, None if data is None else [_item(inner, item) for item in data])
    if kind.startswith("map["):
        inner = kind[kind.index("]") + 1 :]
        return Typed(kind, None if data is None else {key: _item(inner, item) for key, item in data.items()})
    if kind == "bool":
        return bool(data)
    if kind in _NUMBERS:
        return Typed(kind, data or 0)
    if kind == "time.Duration":
        return _duration(data or 0)
    if kind == "time.Time":
        return _time(data)
    text = data or ""
    return text if kind == "string" else Typed(kind, text, text or _INVALID.get(kind))


def _item(kind: str, data: Any) -> object:
    """Return an element of a slice or map: plain data where Go has an interface or a plain string."""
    return data if kind in ("string", "interface{}", "struct{}") else _build(kind, data)


def _duration(nanoseconds: int) -> Typed:
    from tutor.docker.format.units import show_duration

    return Typed("time.Duration", nanoseconds, show_duration(nanoseconds))


def _time(text: str | None) -> Typed:
    """Return a time: JSON's text when it is encoded, Go's own form when it is printed."""
    text = text or "0001-01-01T00:00:00Z"
    shown = text.replace("T", " ", 1).removesuffix("Z") + " +0000 UTC"
    return Typed("time.Time", text, shown)


def _struct(name: str, kind: str, data: Mapping[str, Any]) -> Struct:
    fields: dict[str, object] = {}
    tags: dict[str, str] = {}
    for line in _TYPES[kind].split(", "):
        field, tag, inner = line.split(" ")
        key = tag.rstrip("?")
        key = field if key == "=" else key
        tags[field] = key + (",omitempty" if tag.endswith("?") else "")
        fields[field] = _build(inner, data.get(key))
    return Struct(name, fields, tags, embedded=_EMBEDDED.get(kind, ()))
