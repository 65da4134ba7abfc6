"""Looking inside images, layers, containers and what belongs to them: pages whose links lead to other pages."""
